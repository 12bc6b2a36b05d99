"""What stands below every room: frames at the edge and the verbs of the fold."""
