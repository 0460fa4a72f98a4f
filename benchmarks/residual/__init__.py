"""How much of who somebody is can still be read from what scores are made of.

The scorer has no field for age, gender or origin; what it has may go with them all the same.
Here a logistic regression is asked to tell a group of people from the others, from several views
of the same person: the text that was uploaded, and what Candor's own parts are given. The
measure is the area under the ROC curve: .5 is what a coin reaches, 1 is certainty. Predictions
are made for people that the regression was not fitted on (the mean of five folds); intervals are
from 1,000 bootstrap samples of the people, 95%.

The groups are told by fixed rules from the text alone and are rough:

- age: the earliest year in the text, from 1950 on, is the median or before it;
- gender: words that people use of themselves, their jobs or their clubs, from one list and none
  from the other (`labels.py`); of everybody else the text does not tell;
- origin: the text names a country or a language of Africa, Asia or Latin America, Spanish aside.

Names say nothing here, since the texts have none. So a name, an address to match and pronouns
are planted into some of them by lot (`planting.py`): of these it is known that nothing else
tells, and a view that is blind must come out at .5.
"""
