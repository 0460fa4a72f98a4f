"""Skills and occupations: which there are, where a text names them, how near they are.

Pure and versioned by hash: `taxonomy.load()` of `taxonomy.taxonomy` reads the one file in
`data/`, which `python -m taxonomy.compile` makes from ESCO, O*NET, `aliases.yaml` and the
tables in `tables/`. `taxonomy.linking` says which skills a phrase means that names none. The
package knows no service and no model, and does no other I/O.

Ids are text and stay: `esco:<first 8 hex digits of the concept's UUID>`, `candor:<slug>` for
what only our aliases name, `onet:<slug>` for the rest. Where sources name one thing, it has
one id, taken in that order.
"""
