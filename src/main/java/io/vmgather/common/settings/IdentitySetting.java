package io.vmgather.common.settings;

import io.vmgather.common.vm.Network;
import java.util.List;

/** The settings about who sends a request, what they may do, and what is written down of it. */
public final class IdentitySetting {
  public static final Setting<List<Network>> PROXIES_TRUSTED =
      Setting.fixed(
          "proxies.trusted",
          SettingKind.networks(),
          "",
          "Proxies whose word about the user and the host counts; from others it is ignored.");
  public static final Setting<String> USER_HEADER =
      Setting.fixed(
          "identity.user-header",
          SettingKind.headerName(),
          "X-Forwarded-User",
          "The request header in which a trusted proxy names the user.");
  public static final Setting<String> GROUPS_HEADER =
      Setting.fixed(
          "identity.groups-header",
          SettingKind.headerName(),
          "X-Forwarded-Groups",
          "The request header in which a trusted proxy names the user's groups.");
  public static final Setting<String> GROUPS_SEPARATOR =
      Setting.fixed(
          "identity.groups-separator",
          SettingKind.sign(),
          ",",
          "What stands between two groups in that header.");
  public static final Setting<String> JWT_HEADER =
      Setting.optional(
          "identity.jwt.header",
          SettingKind.headerName(),
          "The request header with a signed assertion (JWT) of who signed in, such as"
              + " `X-Pomerium-Jwt-Assertion`, or `Authorization` with `Bearer`. Headers without a"
              + " signature don't count then.");
  public static final Setting<String> JWT_KEYS =
      Setting.optional(
          "identity.jwt.keys",
          SettingKind.addressOrFile(),
          "The public keys of who signs the assertion (JWKS).");
  public static final Setting<String> JWT_ISSUER =
      Setting.optional(
          "identity.jwt.issuer", SettingKind.text(), "The issuer (`iss`) that it must name.");
  public static final Setting<String> JWT_AUDIENCE =
      Setting.optional(
          "identity.jwt.audience",
          SettingKind.text(),
          "The audience (`aud`) that it must be made for.");
  public static final Setting<List<String>> JWT_ALGORITHMS =
      Setting.fixed(
          "identity.jwt.algorithms",
          SettingKind.signatures(),
          "RS256, ES256",
          "The algorithms that it may be signed with.");
  public static final Setting<String> JWT_USER_CLAIM =
      Setting.fixed(
          "identity.jwt.user-claim", SettingKind.text(), "sub", "Its claim that names the user.");
  public static final Setting<String> JWT_GROUPS_CLAIM =
      Setting.fixed(
          "identity.jwt.groups-claim",
          SettingKind.text(),
          "groups",
          "Its claim that names the user's groups.");
  public static final Setting<Boolean> REQUIRED =
      Setting.depending(
          "identity.required",
          SettingKind.truth(),
          "`true` where `vmgather.proxies.trusted` or `vmgather.identity.jwt.keys` is set",
          settings -> !settings.get(PROXIES_TRUSTED).isEmpty() || !settings.get(JWT_KEYS).isEmpty(),
          "In server mode: whether a request of somebody who did not sign in is refused.");
  public static final Setting<List<String>> GROUPS_EXPORT =
      Setting.fixed(
          "groups.export",
          SettingKind.names(),
          "",
          "In server mode: groups (roles, where the container signs people in) whose members may"
              + " export; without it everybody.");
  public static final Setting<List<String>> GROUPS_IMPORT =
      Setting.fixed(
          "groups.import",
          SettingKind.names(),
          "",
          "In server mode: groups whose members may import; without it everybody.");
  public static final Setting<List<String>> GROUPS_ADMINISTRATORS =
      Setting.fixed(
          "groups.administrators",
          SettingKind.names(),
          "",
          "In server mode: groups whose members see and end everybody's jobs; without it nobody"
              + " does.");
  public static final Setting<String> SIGN_OUT =
      Setting.optional(
          "identity.sign-out",
          SettingKind.link(),
          "Where the page's *Sign out* leads to; without it there is no such link.");
  public static final Setting<String> AUDIT_FILE =
      Setting.optional(
          "audit.file",
          SettingKind.file(),
          "The file to which a line of JSON is added for each thing that somebody did; without it"
              + " the lines go to the server's log, under `io.vmgather.audit`.");

  private IdentitySetting() {}
}
