"""A run of a study: tables read, indices folded and carried, areas judged, results left."""
