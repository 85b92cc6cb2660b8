package io.vmgather.common.settings;

import io.vmgather.common.vm.OutgoingProxy;
import java.util.List;

/** Settings of the connections to VictoriaMetrics: certificates, a proxy on the way. */
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

  public static final Setting<String> PROXY =
      Setting.optional(
          "targets.proxy",
          SettingKind.proxy(),
          "The HTTP proxy through which VictoriaMetrics is connected to: http://proxy:3128, or"
              + " http://user@proxy:3128. In server mode a target's name, or the address that was given, must"
              + " be listed in vmgather.targets.allow; the proxy looks up names itself.");
  public static final Setting<String> PROXY_PASSWORD_FILE =
      Setting.optional(
          "targets.proxy-password-file",
          SettingKind.file(),
          "A file with the password of that user in its first line.");
  public static final Setting<List<String>> PROXY_EXCEPT =
      Setting.fixed(
          "targets.proxy-except",
          SettingKind.targets(),
          String.join(",", OutgoingProxy.THIS_MACHINE),
          "Hosts that are connected to without the proxy. A network stands for addresses that are"
              + " given as such; names are not looked up for it.");

  private TargetSetting() {}
}
