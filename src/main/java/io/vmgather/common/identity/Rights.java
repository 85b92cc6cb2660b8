package io.vmgather.common.identity;

import io.vmgather.common.Owner;
import io.vmgather.common.settings.IdentitySetting;
import io.vmgather.common.settings.Settings;
import java.util.List;

/** What members of which groups may do. */
final class Rights {
  private final List<String> users;
  private final List<String> administrators;

  Rights(Settings settings, Access access) {
    users = settings.get(access.groups());
    administrators = settings.get(IdentitySetting.GROUPS_ADMINISTRATORS);
  }

  Caller of(Person person) {
    boolean administers = administrators.stream().anyMatch(person.inGroup());
    boolean allowed = administers || users.isEmpty() || users.stream().anyMatch(person.inGroup());
    return new Caller(Owner.user(person.name()), allowed, administers);
  }

  /** Of somebody who did not sign in, where nobody has to. */
  Caller ofAnybody() {
    return new Caller(Owner.ANONYMOUS, users.isEmpty(), false);
  }
}
