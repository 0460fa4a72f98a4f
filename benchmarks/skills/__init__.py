"""How well skills are recognised and phrases linked: `make eval-skills`."""
