"""`tasks.py barriers`: axe and Lighthouse over the sample; the declaration of accessibility says what they found."""
