"""The contract: what flows on the topics, importable without Kafka. See schemas/README.md."""
