import { Cluster } from "@purse/test-postgres";

// As PostgreSQL comes, but for memory that fits what is measured.
const settings = { shared_buffers: "2GB", max_wal_size: "8GB", min_wal_size: "80MB" };

export function openCluster(): Promise<Cluster> {
  return Cluster.open({ settings: () => settings });
}
