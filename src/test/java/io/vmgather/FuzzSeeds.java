package io.vmgather;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What fuzzing begins with, and what is run of it in every test run. */
public final class FuzzSeeds {
  private FuzzSeeds() {}

  public static Stream<byte[]> of(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
