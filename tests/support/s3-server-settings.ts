interface Place {
  folder: string;
  fsid: string;
  /** Ports of 127.0.0.1. */
  monitor: number;
  legacy: number;
  gateway: number;
  firstOsdPort: number;
}

/** Ceph as small as it gets: one of everything, no authentication inside, objects in memory. */
export const cephSettings = ({ folder, fsid, monitor, legacy, gateway, firstOsdPort }: Place): string => `[global]
fsid = ${fsid}
mon_host = [v2:127.0.0.1:${monitor}/0,v1:127.0.0.1:${legacy}/0]
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
ms_bind_port_min = ${firstOsdPort}
ms_bind_port_max = ${firstOsdPort + 19}
osd_pool_default_size = 1
osd_pool_default_min_size = 1
mon_allow_pool_size_one = true
osd_crush_chooseleaf_type = 0
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
mon_max_pg_per_osd = 2000
mon_data_avail_crit = 1
mon_data_avail_warn = 2
osd_objectstore = memstore
memstore_device_bytes = 4294967296
run_dir = ${folder}/run
admin_socket = ${folder}/run/$name.asok
pid_file = ${folder}/run/$name.pid
log_file = ${folder}/log/$name.log
mon_data = ${folder}/mon/a
osd_data = ${folder}/osd/0
keyring = ${folder}/keyring
rgw_frontends = beast endpoint=127.0.0.1:${gateway}
ms_mon_client_mode = crc
rgw_dns_name = localhost
rgw_enable_usage_log = false
rgw_gc_obj_min_wait = 5
rgw_multipart_min_part_size = 5242880
[mon]
mon_pg_warn_min_per_osd = 0
`;
