"""The completion of bash and of zsh: commands, options, the values of closed sets, files where a file is meant.

Both are one function each, told from the same words; what they print is sourced by a shell, so every word is quoted.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from pipeline.describing.described import Described, Word, common, described
from pipeline.speech import Speech

_BASH_HEAD: Final = """\
# bash: source <(trichyeu completion bash)
_trichyeu() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} one
  local -a words=()
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
"""
_BASH_TAIL: Final = """\
    esac
    case $word in -*) ;; *) words=(); compopt -o default 2>/dev/null ;; esac
  fi
  for one in "${words[@]}"; do
    case $one in "$word"*) COMPREPLY+=("$(printf '%q' "$one")") ;; esac
  done
}
complete -F _trichyeu trichyeu
"""
_ZSH_HEAD: Final = """\
#compdef trichyeu
# zsh: source <(trichyeu completion zsh)
_trichyeu() {
  local -a commands
"""
_ZSH_TAIL: Final = """\
  esac
}
compdef _trichyeu trichyeu
"""


_UNSAFE: Final = re.compile(r"[^\w-]")


def completion(shell: str, speech: Speech) -> Iterator[str]:
    """Yield the lines of the completion of a shell, one of SHELLS."""
    yield from SHELLS[shell](tuple(described(speech)), speech).rstrip("\n").split("\n")


def _bash(commands: Sequence[Described], speech: Speech) -> str:
    names = [*(command.name for command in commands), "--version", *_options(common(speech))]
    values = [
        f"      {command.name}:{option}) words=({_listed(word.values)}); {_BASH_FOUND} ;;\n"
        for command in commands
        for word in command.words
        for option in word.options
        if word.values
    ]
    files = sorted(
        {option for command in commands for word in command.words if word.metavar for option in word.options}
    )
    options = [f"      {command.name}) words=({_listed(_options(command.words))}) ;;\n" for command in commands]
    return "".join(
        (
            _BASH_HEAD, f"    words=({_listed(names)})\n  else\n    case $command:$before in\n", *values,
            "".join(f"      *:{option}) compopt -o default 2>/dev/null; return ;;\n" for option in files),
            "    esac\n    case $command in\n", *options, _BASH_TAIL,
        )
    )  # fmt: skip


_BASH_FOUND: Final = (
    'for one in "${words[@]}"; do case $one in "$word"*) COMPREPLY+=("$(printf \'%q\' "$one")") ;; esac; done; return'
)


def _zsh(commands: Sequence[Described], speech: Speech) -> str:
    lines = [_ZSH_HEAD, "  commands=(\n"]
    lines += [f"    {shlex.quote(f'{_plain(command.name)}:{command.help}')}\n" for command in commands]
    lines += ["  )\n  if (( CURRENT == 2 )); then\n"]
    lines += [f"    _describe {shlex.quote(speech('usage.commands'))} commands\n    return\n  fi\n"]
    lines += ["  local command=${words[2]}\n  shift words\n  (( CURRENT-- ))\n  case $command in\n"]
    for command in commands:
        specs = " ".join(shlex.quote(spec) for word in command.words for spec in _specs(word))
        lines.append(f"    {command.name}) _arguments {specs} ;;\n")
    return "".join([*lines, _ZSH_TAIL])


def _specs(word: Word) -> Iterator[str]:
    """Yield what `_arguments` of zsh is told of a word, one text for each of its names."""
    values = " ".join(_UNSAFE.sub(r"\\\g<0>", one) for one in word.values)
    action = f"({values})" if values else "_files" if word.names_file else " "
    value = f":{_plain(word.metavar)}:{action}" if word.metavar else ""
    for option in word.options:
        yield f"{'*' if word.many else ''}{option}[{_plain(word.help)}]{value}"
    if not word.options:
        yield f"{'*' if word.many else ''}{value}"


def _plain(text: str) -> str:
    return re.sub(r"([\\:\[\]])", r"\\\1", text)


def _listed(words: Sequence[str]) -> str:
    return " ".join(map(shlex.quote, words))


def _options(words: Sequence[Word]) -> list[str]:
    return [option for word in words for option in word.options]


SHELLS: Final[dict[str, Callable[[Sequence[Described], Speech], str]]] = {"bash": _bash, "zsh": _zsh}
