package io.vmgather.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "bytes=0-99,0,100",
    "bytes=100-,100,900",
    "bytes=-10,990,10",
    "bytes=-5000,0,1000",
    "bytes=990-5000,990,10",
    "bytes=999-999,999,1"
  })
  void oneRangeIsTheBytesThatItNames(String header, long first, long length) {
    assertThat(ByteRange.of(header, 1000)).isEqualTo(new ByteRange(first, length));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,5-6", "lines=0-1", "x"})
  void whatIsNoSingleRangeOfBytesMeansTheWhole(String header) {
    assertThat(ByteRange.of(header, 1000)).isEqualTo(new ByteRange(0, 1000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=1000-", "bytes=2000-3000", "bytes=-0"})
  void rangeBehindTheEndIsEmpty(String header) {
    assertThat(ByteRange.of(header, 1000).isEmpty()).isTrue();
  }

  @Test
  void copiesJustItsBytes() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "0123456789");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteRange.of("bytes=3-6", 10).copy(file, out);
    assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("3456");
    assertThat(ByteRange.of("bytes=3-6", 10).header(10)).isEqualTo("bytes 3-6/10");
  }
}
