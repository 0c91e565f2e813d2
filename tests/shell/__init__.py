"""What stands around the pure rooms: codec, settings, topics, logs, ingest, metrics, command line, the walls."""
