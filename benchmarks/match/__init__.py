"""How well jobs find people: Candor's ranking and what is used today, on folders of judgements."""
