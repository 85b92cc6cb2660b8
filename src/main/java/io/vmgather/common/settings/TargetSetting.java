package io.vmgather.common.settings;

/** Settings of the connections to VictoriaMetrics: certificates beside those of the system. */
public final class TargetSetting {
  public static final Setting<String> CA =
      Setting.optional(
          "targets.ca",
          SettingKind.file(),
          "Certificates (PEM) of authorities that are trusted beside Java's own, for connections to"
              + " VictoriaMetrics. Read at the start, as the following files are.");
  public static final Setting<String> CLIENT_CERTIFICATE =
      Setting.optional(
          "targets.client-certificate",
          SettingKind.file(),
          "The certificate (PEM with its chain, or PKCS#12) that is shown to every VictoriaMetrics"
              + " that asks for one, whoever exports or imports.");
  public static final Setting<String> CLIENT_KEY =
      Setting.optional(
          "targets.client-key",
          SettingKind.file(),
          "Its private key (PEM, PKCS#8), where the certificate's file does not hold it.");
  public static final Setting<String> CLIENT_PASSWORD_FILE =
      Setting.optional(
          "targets.client-password-file",
          SettingKind.file(),
          "A file with the password of that key or PKCS#12 file in its first line.");

  private TargetSetting() {}
}
