"""The version of the whole, which every record carries: records of one version are comparable."""

VERSION = "0.2.0"
