"""How right a lint of job texts is: on real postings, and on sentences planted in them."""
