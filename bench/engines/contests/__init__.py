"""What each engine and its peers are asked, a module an engine."""
