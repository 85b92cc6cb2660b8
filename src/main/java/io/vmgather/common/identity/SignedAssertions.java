package io.vmgather.common.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.settings.IdentitySetting;
import io.vmgather.common.settings.Setting;
import io.vmgather.common.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signed statements of who signed in (JWT, RFC 7519), which hold whoever brings them: signature by
 * one of the issuer's keys, an algorithm of the list, issuer, audience and times. Any thread.
 */
final class SignedAssertions {
  private static final Logger LOG = LoggerFactory.getLogger(SignedAssertions.class);
  private static final String BEARER = "Bearer ";

  private final String header;
  private final String userClaim;
  private final String groupsClaim;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  private SignedAssertions(Settings settings) {
    header = settings.get(IdentitySetting.JWT_HEADER);
    userClaim = settings.get(IdentitySetting.JWT_USER_CLAIM);
    groupsClaim = settings.get(IdentitySetting.JWT_GROUPS_CLAIM);
    Set<JWSAlgorithm> algorithms =
        settings.get(IdentitySetting.JWT_ALGORITHMS).stream()
            .map(JWSAlgorithm::parse)
            .collect(Collectors.toUnmodifiableSet());
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            algorithms, IssuerKeys.at(settings.get(IdentitySetting.JWT_KEYS))));
    // Assertions come in several types: JWT, at+jwt, none at all.
    processor.setJWSTypeVerifier((type, context) -> {});
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            settings.get(IdentitySetting.JWT_AUDIENCE),
            new JWTClaimsSet.Builder().issuer(settings.get(IdentitySetting.JWT_ISSUER)).build(),
            Set.of("exp", userClaim)));
  }

  /**
   * Those that the settings describe; empty when they describe none.
   *
   * @throws GatherException INVALID_INPUT when a part of the description is missing
   */
  static Optional<SignedAssertions> of(Settings settings) {
    List<Setting<String>> parts =
        List.of(
            IdentitySetting.JWT_HEADER,
            IdentitySetting.JWT_KEYS,
            IdentitySetting.JWT_ISSUER,
            IdentitySetting.JWT_AUDIENCE);
    List<String> missing =
        parts.stream().filter(part -> settings.get(part).isEmpty()).map(Setting::name).toList();
    if (missing.size() == parts.size()) {
      return Optional.empty();
    }
    if (!missing.isEmpty()) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT, "Missing settings: " + String.join(", ", missing))
          .hint(
              "Signed assertions need a header, keys, an issuer and an audience, or none of them.");
    }
    return Optional.of(new SignedAssertions(settings));
  }

  /**
   * Whom the request's assertion names; empty when it brings none.
   *
   * @throws GatherException NOT_SIGNED_IN for one that does not hold
   */
  Optional<Person> person(HttpServletRequest request) {
    var given = request.getHeaders(header);
    List<String> texts = given == null ? List.of() : Collections.list(given);
    if (texts.size() > 1) {
      throw refused("the header " + header + " is there more than once");
    }
    return texts.stream().findFirst().map(SignedAssertions::withoutScheme).map(this::read);
  }

  private Person read(String assertion) {
    try {
      JWTClaimsSet claims = processor.process(assertion, null);
      Set<String> groups = groups(claims);
      return new Person(name(claims), groups::contains);
    } catch (ParseException e) {
      throw refused("it is no signed JWT");
    } catch (BadJOSEException e) {
      // Its words are about the assertion's form, and name no part of its content but its issuer.
      throw refused(e.getMessage());
    } catch (RateLimitReachedException e) {
      // Anybody can name keys that there are not: no reason to fill the log.
      throw refused("no key of its issuer is known that signed it");
    } catch (JOSEException e) {
      LOG.warn("The keys that sign assertions can't be had: {}", e.toString());
      throw refused("the keys that sign it can't be had; the server's log says why");
    }
  }

  private String name(JWTClaimsSet claims) {
    if (claims.getClaim(userClaim) instanceof String name && !name.isBlank()) {
      return name;
    }
    throw refused("its claim " + userClaim + " names nobody");
  }

  private Set<String> groups(JWTClaimsSet claims) {
    Object claim = claims.getClaim(groupsClaim);
    if (claim instanceof Collection<?> several) {
      return several.stream()
          .filter(Objects::nonNull)
          .map(Object::toString)
          .collect(Collectors.toUnmodifiableSet());
    }
    return claim instanceof String one ? Set.of(one) : Set.of();
  }

  private static String withoutScheme(String text) {
    return text.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? text.substring(BEARER.length()).strip()
        : text.strip();
  }

  private static GatherException refused(String why) {
    return new GatherException(ErrorCode.NOT_SIGNED_IN, "The sign-in does not hold: " + why)
        .hint("Sign in again at the company's sign-in, and come through its proxy.");
  }
}
