"""A class's folder, its gradebook with backups, and the store of results."""
