package io.vmgather.common.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.settings.SettingSource;
import io.vmgather.common.settings.Settings;
import io.vmgather.process.Until;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedAssertionsTest {
  private static final String HEADER = "X-Assertion";

  @TempDir private static Path folder;
  private static RSAKey issuer;
  private static ECKey second;
  private static RSAKey stranger;

  @BeforeAll
  static void makeKeys() throws Exception {
    issuer = new RSAKeyGenerator(2048).keyID("one").generate();
    second = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
    stranger = new RSAKeyGenerator(2048).keyID("one").generate();
    Files.writeString(keys(), new JWKSet(List.of(issuer, second)).toString(true));
  }

  @Test
  void userAndGroupsOfASoundAssertionCountWhoeverBringsIt() throws Exception {
    Caller caller =
        signIn("vmgather.groups.administrators", "ops").caller(asked(signed(claims().build())));
    assertThat(caller).isEqualTo(new Caller(Owner.user("alice"), true, true));
  }

  @Test
  void everyListedAlgorithmAndKeyOfTheIssuerCounts() throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("two").build(), claims().build());
    jwt.sign(new ECDSASigner(second));
    assertThat(signIn().caller(asked(jwt.serialize())).owner()).isEqualTo(Owner.user("alice"));
  }

  @Test
  void assertionMayComeAsABearer() throws Exception {
    SignIn signIn = signIn("vmgather.identity.jwt.header", "Authorization");
    Asked asked = Asked.get().header("Authorization", "bearer " + signed(claims().build()));
    assertThat(signIn.caller(asked.request()).owner()).isEqualTo(Owner.user("alice"));
  }

  @Test
  void claimsCanBeNamed() throws Exception {
    SignIn signIn =
        signIn(
            "vmgather.identity.jwt.user-claim", "email",
            "vmgather.identity.jwt.groups-claim", "roles",
            "vmgather.groups.administrators", "chief");
    String assertion =
        signed(claims().claim("email", "a@example.com").claim("roles", "chief").build());
    assertThat(signIn.caller(asked(assertion)))
        .isEqualTo(new Caller(Owner.user("a@example.com"), true, true));
  }

  @Test
  void whereAssertionsAreSetUpAPlainHeaderIsWorthNothing() {
    SignIn signIn = signIn("vmgather.proxies.trusted", "10.0.0.1");
    Asked asked = Asked.get().from("10.0.0.1").header("X-Forwarded-User", "alice");
    Caller caller = signIn.caller(asked.request());
    assertThat(caller.owner()).isEqualTo(Owner.ANONYMOUS);
    assertRefused(() -> signIn.admit(caller));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "issuer",
        "audience",
        "no audience",
        "expired",
        "no expiry",
        "not yet",
        "no user",
        "blank user"
      })
  void wrongClaimIsRefused(String wrong) throws Exception {
    JWTClaimsSet.Builder claims = claims();
    switch (wrong) {
      case "issuer" -> claims.issuer("https://other.example.com");
      case "audience" -> claims.audience("other");
      case "no audience" -> claims.audience((String) null);
      case "expired" -> claims.expirationTime(Date.from(Instant.now().minusSeconds(120)));
      case "no expiry" -> claims.expirationTime(null);
      case "not yet" -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(600)));
      case "no user" -> claims.subject(null);
      default -> claims.subject(" ");
    }
    String assertion = signed(claims.build());
    assertRefused(() -> signIn().caller(asked(assertion)));
  }

  @Test
  void signatureOfAnotherKeyIsRefused() throws Exception {
    String forged = signed(claims().build(), JWSAlgorithm.RS256, new RSASSASigner(stranger));
    assertRefused(() -> signIn().caller(asked(forged)));
  }

  @Test
  void unsignedAssertionIsRefused() {
    String plain = new PlainJWT(claims().build()).serialize();
    assertRefused(() -> signIn().caller(asked(plain)));
  }

  @Test
  void algorithmOfAnotherKindIsRefusedWithThePublicKeyAsSecretToo() throws Exception {
    byte[] known = issuer.toRSAPublicKey().getEncoded();
    String mixed = signed(claims().build(), JWSAlgorithm.HS256, new MACSigner(known));
    assertRefused(() -> signIn().caller(asked(mixed)));
    String longer = signed(claims().build(), JWSAlgorithm.RS512, new RSASSASigner(issuer));
    assertRefused(() -> signIn().caller(asked(longer)));
    assertThat(signIn("vmgather.identity.jwt.algorithms", "RS512").caller(asked(longer)).owner())
        .isEqualTo(Owner.user("alice"));
  }

  @Test
  void changedAssertionIsRefusedAndNotRepeated() throws Exception {
    String[] parts = signed(claims().build()).split("\\.", 3);
    String other = signed(claims().subject("bob").build()).split("\\.", 3)[1];
    String changed = parts[0] + "." + other + "." + parts[2];
    GatherException refusal = assertRefused(() -> signIn().caller(asked(changed)));
    assertThat(refusal.getMessage()).doesNotContain(other, parts[2]);
  }

  @Test
  void twoAssertionsAreRefused() throws Exception {
    String assertion = signed(claims().build());
    Asked asked = Asked.get().header(HEADER, assertion, assertion);
    assertRefused(() -> signIn().caller(asked.request()));
  }

  @Test
  void newKeyOfTheIssuerIsFetchedWhenItIsFirstUsed() throws Exception {
    AtomicReference<String> published =
        new AtomicReference<>(new JWKSet(second).toPublicJWKSet().toString());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          byte[] body = published.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      SignIn signIn =
          signIn(
              "vmgather.identity.jwt.keys",
              "http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
      String assertion = signed(claims().build());
      assertRefused(() -> signIn.caller(asked(assertion)));
      published.set(new JWKSet(issuer).toPublicJWKSet().toString());
      Until.holds(Duration.ofSeconds(20), "the new key counts", () -> holds(signIn, assertion));
      published.set("<html>maintenance</html>");
      assertThat(signIn.caller(asked(assertion)).owner()).isEqualTo(Owner.user("alice"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void keysThatCannotBeHadLetNobodyIn() throws Exception {
    String assertion = signed(claims().build());
    assertRefused(
        () ->
            signIn("vmgather.identity.jwt.keys", "http://127.0.0.1:1/keys")
                .caller(asked(assertion)));
  }

  @Test
  void halfADescriptionStopsTheStart() {
    Map<String, String> half =
        Map.of("vmgather.identity.jwt.header", HEADER, "vmgather.identity.jwt.issuer", "x");
    Settings settings = Settings.read(SettingSource.of("given", half));
    GatherException refusal =
        assertThrows(GatherException.class, () -> new SignIn(settings, Access.EXPORT));
    assertThat(refusal.getMessage())
        .contains("vmgather.identity.jwt.keys", "vmgather.identity.jwt.audience");
    GatherException missing =
        assertThrows(
            GatherException.class,
            () -> signIn("vmgather.identity.jwt.keys", folder.resolve("none").toString()));
    assertThat(missing.getMessage()).contains("none");
  }

  private static boolean holds(SignIn signIn, String assertion) {
    try {
      return signIn.caller(asked(assertion)).owner().equals(Owner.user("alice"));
    } catch (GatherException refused) {
      return false;
    }
  }

  private static GatherException assertRefused(org.junit.jupiter.api.function.Executable call) {
    GatherException refusal = assertThrows(GatherException.class, call);
    assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_SIGNED_IN);
    return refusal;
  }

  private static jakarta.servlet.http.HttpServletRequest asked(String assertion) {
    return Asked.get().header(HEADER, assertion).request();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://sso.example.com")
        .audience(List.of("other", "vmgather"))
        .subject("alice")
        .claim("groups", List.of("staff", "ops"))
        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
  }

  private static String signed(JWTClaimsSet claims) throws JOSEException {
    return signed(claims, JWSAlgorithm.RS256, new RSASSASigner(issuer));
  }

  private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer)
      throws JOSEException {
    SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("one").build(), claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static SignIn signIn(String... namesAndValues) {
    Map<String, String> texts = new HashMap<>();
    texts.put("vmgather.identity.jwt.header", HEADER);
    texts.put("vmgather.identity.jwt.keys", keys().toString());
    texts.put("vmgather.identity.jwt.issuer", "https://sso.example.com");
    texts.put("vmgather.identity.jwt.audience", "vmgather");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      texts.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new SignIn(Settings.read(SettingSource.of("given", texts)), Access.EXPORT);
  }

  private static Path keys() {
    return folder.resolve("keys.json");
  }
}
