package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComponentNamesTest {
  @ParameterizedTest
  @CsvSource({
    "vmselect-20260821-145100-tags-v1.150.0-cluster-0-ga97e0d33f6, vmselect",
    "victoria-metrics-20260821-145100-tags-v1.150.0-0-g1, victoria-metrics",
    "vmagent-enterprise-20260821-145100-x, vmagent-enterprise",
    "'', ''",
    "v1.150.0, ''",
  })
  void nameEndsBeforeTheDate(String version, String component) {
    assertThat(ComponentNames.ofVersion(version)).isEqualTo(component);
  }

  @Test
  void metricsTellTheSingleNodeFromTheClustersParts() {
    String storage = "vm_free_disk_space_bytes";
    String select = "vm_rollup_result_cache_miss_total";
    assertThat(ComponentNames.ofMetrics(Set.of(storage, select)))
        .containsExactly("victoria-metrics");
    assertThat(ComponentNames.ofMetrics(Set.of(storage))).containsExactly("vmstorage");
    assertThat(ComponentNames.ofMetrics(Set.of(select))).containsExactly("vmselect");
    assertThat(ComponentNames.ofMetrics(Set.of("vm_rpc_rows_sent_total")))
        .containsExactly("vminsert");
    assertThat(ComponentNames.ofMetrics(Set.of("up", "go_info"))).isEmpty();
  }
}
