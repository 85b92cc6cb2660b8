package io.vmgather.common.identity;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;

/** The public keys of who signs assertions (JWKS, RFC 7517). */
final class IssuerKeys {
  /** Between two questions, whatever keys assertions name: anybody can invent some. */
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

  private IssuerKeys() {}

  /**
   * Keys at a place.
   *
   * @param place an address, asked when a key is needed and kept for minutes; or a file, read now
   * @throws GatherException INVALID_INPUT for a file that can't be read or holds no keys
   */
  static JWKSource<SecurityContext> at(String place) {
    try {
      return place.startsWith("http") ? published(place) : kept(new File(place));
    } catch (IOException | ParseException e) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT, "No keys can be read at " + place + ": " + e.getMessage(), e)
          .hint("Set vmgather.identity.jwt.keys to the issuer's JWKS: its address, or a file.");
    }
  }

  private static JWKSource<SecurityContext> published(String address) throws MalformedURLException {
    // No refresh ahead of time: its thread would outlive the application.
    return JWKSourceBuilder.create(URI.create(address).toURL())
        .refreshAheadCache(false)
        .rateLimited(LEAST_PAUSE.toMillis())
        .outageTolerant(true)
        .retrying(true)
        .build();
  }

  private static JWKSource<SecurityContext> kept(File file) throws IOException, ParseException {
    return new ImmutableJWKSet<>(JWKSet.load(file));
  }
}
