-- What our SQL asks of SQLite and PostgreSQL lacks, and the full-text index. Each statement stands in a paragraph of
-- its own; search_path is trichyeu, pg_catalog, so that a function here goes before one of that name there.

CREATE TABLE synchronised (                -- one row: which state of the archive stands here
  version       integer NOT NULL,          -- of the schema
  generation    text,                      -- changes with every run that was sent; null: none was
  sent          timestamptz,               -- when the last was sent
  holder        text                       -- JSON object: who writes, on which computer, since when; null: nobody
);

CREATE TABLE documents_fts (               -- the words of documents; a long one stands in several parts
  rowid         bigint NOT NULL,           -- documents.id
  part          integer NOT NULL,          -- number of the part; it ends with the first words of the next one
  own           integer NOT NULL,          -- words that the next part does not have
  words         integer NOT NULL,          -- own words of both columns
  folded        tsvector NOT NULL,         -- words in lower case, spelt in one way
  bare          tsvector NOT NULL,         -- the same without diacritics
  PRIMARY KEY (rowid, part)
);

ALTER TABLE documents_fts ALTER COLUMN folded SET STATISTICS 0, ALTER COLUMN bare SET STATISTICS 0;

CREATE INDEX documents_fts_folded ON documents_fts USING gin (folded);

CREATE INDEX documents_fts_bare ON documents_fts USING gin (bare);

CREATE FUNCTION substr(words text, first bigint, count bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT pg_catalog.substr($1, $2::integer, $3::integer)';

CREATE FUNCTION substr(words text, first integer) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $2 < 0 THEN pg_catalog.right($1, -$2) ELSE pg_catalog.substr($1, $2) END';

CREATE FUNCTION round(value numeric, digits integer) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT pg_catalog.round($1, $2)::double precision';

CREATE FUNCTION strftime(form text, day text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT pg_catalog.replace(pg_catalog.replace(pg_catalog.replace($1, '%d', pg_catalog.substr($2, 9, 2)),
             '%m', pg_catalog.substr($2, 6, 2)), '%Y', pg_catalog.substr($2, 1, 4)) $$;

CREATE FUNCTION json_each(document text, OUT key text, OUT value text, OUT id bigint) RETURNS SETOF record
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN json_typeof(document::json) = 'object' THEN x.key ELSE (x.at - 1)::text END COLLATE "C",
       x.value COLLATE "C", x.at
FROM (SELECT e.key, e.value, e.at FROM json_each_text(document::json) WITH ORDINALITY e(key, value, at)
      WHERE json_typeof(document::json) = 'object') x
WHERE json_typeof(document::json) = 'object'
UNION ALL
SELECT (e.at - 1)::text COLLATE "C", e.value COLLATE "C", e.at
FROM json_array_elements_text(CASE WHEN json_typeof(document::json) = 'array' THEN document::json END)
     WITH ORDINALITY e(value, at) $$;

CREATE FUNCTION json_extract(document text, path text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (document::json ->> substring(path from '\[(\d+)\]')::integer)::bigint $$;

CREATE FUNCTION phrases(asked text) RETURNS SETOF text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT string_to_array(found[1], ' ') FROM regexp_matches(asked, '"([^"]*)"', 'g') found $$;

CREATE FUNCTION phrase_query(tokens text[]) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT string_agg(quote_literal(token), ' <-> ' ORDER BY at)::tsquery
      FROM unnest(tokens) WITH ORDINALITY t(token, at) $$;

CREATE FUNCTION times(held tsvector, tokens text[], own integer) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT count(*) FROM (
  SELECT p - t.at FROM unnest(tokens) WITH ORDINALITY t(token, at)
  JOIN unnest(ts_filter(setweight(held, 'A', tokens), '{a}')) u ON u.lexeme = t.token, unnest(u.positions) p
  GROUP BY 1 HAVING count(*) = cardinality(tokens) AND p - t.at < own) begun $$;

CREATE FUNCTION holding(asked text, tokens text[]) RETURNS TABLE (rowid bigint, times bigint)
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  IF asked LIKE 'bare :%' THEN
    RETURN QUERY SELECT f.rowid, sum(trichyeu.times(f.bare, tokens, f.own))::bigint FROM trichyeu.documents_fts f
      WHERE f.bare @@ trichyeu.phrase_query(tokens) GROUP BY f.rowid;
  ELSE
    RETURN QUERY SELECT f.rowid, sum(trichyeu.times(f.folded, tokens, f.own))::bigint FROM trichyeu.documents_fts f
      WHERE f.folded @@ trichyeu.phrase_query(tokens) GROUP BY f.rowid;
  END IF;
END $$;

CREATE FUNCTION full_text(asked text) RETURNS TABLE (rowid bigint) LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  tokens text[];
  query text := '';
BEGIN
  FOR tokens IN SELECT trichyeu.phrases(asked) LOOP
    query := query || CASE WHEN query = '' THEN '' ELSE ' INTERSECT ' END || format(
      'SELECT f.rowid FROM trichyeu.documents_fts f WHERE f.%I @@ %L::tsquery',
      CASE WHEN asked LIKE 'bare :%' THEN 'bare' ELSE 'folded' END, trichyeu.phrase_query(tokens));
  END LOOP;
  RETURN QUERY EXECUTE 'SELECT DISTINCT x.rowid FROM (' || query || ') x';
END $$;

CREATE FUNCTION full_text_scores(asked text) RETURNS TABLE (rowid bigint, score double precision)
LANGUAGE sql STABLE AS $$
WITH every AS (
  SELECT count(*) FILTER (WHERE part = 0)::double precision AS documents, sum(words)::double precision AS words
  FROM trichyeu.documents_fts),
found AS (
  SELECT p.ord, h.rowid, h.times FROM trichyeu.phrases(asked) WITH ORDINALITY p(tokens, ord), trichyeu.holding(asked, p.tokens) h),
rare AS (
  SELECT f.ord, CASE WHEN 2 * count(*) < every.documents
                     THEN ln((every.documents - count(*) + 0.5) / (count(*) + 0.5)) ELSE 1e-6 END AS weight
  FROM found f, every GROUP BY f.ord, every.documents),
long AS (
  SELECT f.rowid, sum(f.words)::double precision AS words FROM trichyeu.documents_fts f
  WHERE f.rowid IN (SELECT found.rowid FROM found) GROUP BY f.rowid)
SELECT f.rowid,
       -sum(rare.weight * (f.times * 2.2) / (f.times + 1.2 * (0.25 + 0.75 * long.words / (every.words / every.documents)))
            ORDER BY f.ord)
FROM found f JOIN rare ON rare.ord = f.ord JOIN long ON long.rowid = f.rowid, every
GROUP BY f.rowid HAVING count(*) = (SELECT count(*) FROM trichyeu.phrases(asked)) $$;
