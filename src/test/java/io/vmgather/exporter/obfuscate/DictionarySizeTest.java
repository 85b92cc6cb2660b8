package io.vmgather.exporter.obfuscate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class DictionarySizeTest {
  private static final int MILLION = 1_000_000;

  @Test
  void oneMillionHostsStayOneMillionInLittleMemory() {
    long before = usedBytes();
    Dictionary dictionary = new Dictionary();
    for (int i = 0; i < MILLION; i++) {
      dictionary.token("instance", host(i));
    }
    long bytesPerHost = (usedBytes() - before) / MILLION;
    assertThat(bytesPerHost).as("bytes a host").isLessThan(80);
    System.getLogger("size").log(System.Logger.Level.INFO, bytesPerHost + " bytes a host");

    BitSet seen = new BitSet();
    for (int i = 0; i < MILLION; i++) {
      String[] parts = dictionary.token("instance", host(i)).split("[.:]", -1);
      int x = Integer.parseInt(parts[2]);
      int y = Integer.parseInt(parts[3]);
      assertThat(parts[4]).isEqualTo("9100");
      assertThat(y).isBetween(1, 255);
      seen.set(x << 8 | y);
    }
    assertThat(seen.cardinality()).isEqualTo(MILLION);
    assertThat(dictionary.size()).isEqualTo(MILLION);
  }

  private static String host(int i) {
    return "node-" + i + ".example:9100";
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
