"""Where sessions online take place: rooms on other people's servers, and the links to them."""
