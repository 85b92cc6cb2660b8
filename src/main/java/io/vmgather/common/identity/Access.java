package io.vmgather.common.identity;

import io.vmgather.common.settings.IdentitySetting;
import io.vmgather.common.settings.Setting;
import java.util.List;
import java.util.Locale;

/** What an application is for. */
public enum Access {
  EXPORT,
  IMPORT;

  /** Names the groups whose members may; nobody named means everybody. */
  Setting<List<String>> groups() {
    return switch (this) {
      case EXPORT -> IdentitySetting.GROUPS_EXPORT;
      case IMPORT -> IdentitySetting.GROUPS_IMPORT;
    };
  }

  /** As a verb. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
