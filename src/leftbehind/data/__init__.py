"""Where figures come from: the catalogue, its files, and a simulated country."""
