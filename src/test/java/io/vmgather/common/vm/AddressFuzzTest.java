package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vmgather.FuzzSeeds;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
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
        "p/.u:" + PASSWORD + "@vm.example.com:8481/select/0/prometheus/vmui/",
        "http://u:12?" + PASSWORD + "@vm.example.com",
        "https://[20081:::db1]:443",
        "::8004848127.",
        "\u037a0",
        "http://%zz@x",
        "http://\u0130.example:99999/select/4294967296:1/prometheus");
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyText(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Connection connection = Connection.to(text);
    String shown = connection.withoutSecrets().url();
    try {
      Address address = Address.read(connection);
      assertThat(address.origins()).isNotEmpty();
      assertThat(address.basePaths()).isNotEmpty();
      shown += address.origins() + " " + address.basePaths() + address;
    } catch (GatherException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT);
      assertThat(refused.field()).isPresent();
      shown += refused.getMessage();
    }
    if (isPasswordOf(text)) {
      assertThat(shown).doesNotContain(PASSWORD);
    }
  }

  /** Where it stands elsewhere too, as a host however spelt or in a path, it is no secret. */
  private static boolean isPasswordOf(String text) {
    String plain = plain(text);
    return text.contains(PASSWORD + "@")
        && plain.indexOf(plain(PASSWORD)) == plain.lastIndexOf(plain(PASSWORD));
  }

  /** As a host's name is read: other forms of a letter are that letter, odd signs are nothing. */
  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]", "");
  }
}
