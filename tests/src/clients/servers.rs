//! TLS of the cluster.
