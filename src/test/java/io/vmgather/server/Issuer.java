package io.vmgather.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** A company's sign-in that signs who its users are, with a key of its own. */
final class Issuer {
  static final String HEADER = "X-Assertion";

  private final RSAKey key;
  private final Path keys;

  private Issuer(RSAKey key, Path keys) {
    this.key = key;
    this.keys = keys;
  }

  /** With its keys in a file of this folder. */
  static Issuer in(Path folder) throws JOSEException, IOException {
    RSAKey key = new RSAKeyGenerator(2048).keyID("k").generate();
    return new Issuer(
        key, Files.writeString(folder.resolve("keys.json"), new JWKSet(key).toString(true)));
  }

  /** What makes an application believe it. */
  Map<String, String> settings() {
    return Map.of(
        "vmgather.identity.jwt.header",
        HEADER,
        "vmgather.identity.jwt.keys",
        keys.toString(),
        "vmgather.identity.jwt.issuer",
        "sso",
        "vmgather.identity.jwt.audience",
        "vmgather");
  }

  /** The same as options of the Java machine. */
  List<String> options() {
    return settings().entrySet().stream()
        .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
        .toList();
  }

  String assertion(String user) throws JOSEException {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("sso")
            .audience("vmgather")
            .subject(user)
            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
            .build();
    SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).build(), claims);
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }
}
