"""First words of the information pages. Written once into the tree (home/publishing.py); editors change them there."""

from home.information import accessibility, how_it_works, privacy
from home.information.page import InformationPage

PAGES: tuple[InformationPage, ...] = (how_it_works.PAGE, accessibility.PAGE, privacy.PAGE)
