package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vmgather.FuzzSeeds;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is pasted as an address is read or refused; its password comes out of neither. */
class AddressFuzzTest {
  private static final String PASSWORD = "canary-3f1";

  static Stream<byte[]> seeds() {
    return FuzzSeeds.of(
        "",
        "localhost:8428",
        "http://u:" + PASSWORD + "@vm.example.com:8481/select/0/prometheus/vmui/?g0.expr=up#/",
        "https://[2001:db8::1]:443/1011/rw/prometheus/api/v1/export?x=1",
        "https://grafana.example.com/api/datasources/proxy/uid/ab-1/api/v1/query",
        "ftp://x",
        "https://[20081:::db1]:443",
        "http://%zz@x",
        "http://\u0130.example:99999/select/4294967296:1/prometheus");
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyText(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Connection connection = Connection.to(text);
    try {
      Address address = Address.read(connection);
      assertThat(address.origins()).isNotEmpty();
      assertThat(address.basePaths()).isNotEmpty();
      assertThat(address.origins().toString() + address.basePaths()).doesNotContain(PASSWORD);
      assertThat(address.toString()).doesNotContain(PASSWORD);
    } catch (GatherException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT);
      assertThat(refused.field()).isPresent();
      assertThat(refused).message().doesNotContain(PASSWORD);
    }
    assertThat(connection.withoutSecrets().url()).doesNotContain(":" + PASSWORD + "@");
  }
}
