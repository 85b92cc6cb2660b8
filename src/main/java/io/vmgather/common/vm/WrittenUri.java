package io.vmgather.common.vm;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What a person wrote, read by the JDK. */
final class WrittenUri {
  private WrittenUri() {}

  /** The address; nothing where the text is none. Why is not told: it would repeat the text. */
  static Optional<URI> read(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException | NumberFormatException unclear) {
      // The second comes of [::4294967296.], which the JDK reads as a number without a look.
      return Optional.empty();
    }
  }
}
