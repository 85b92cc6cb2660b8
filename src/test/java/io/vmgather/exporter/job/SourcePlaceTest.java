package io.vmgather.exporter.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcePlaceTest {
  private static final SourcePlace BEGAN =
      new SourcePlace("http://vm:8481", "/select/0/prometheus", "cluster");

  private final List<String> warnings = new ArrayList<>();

  @Test
  void samePlaceSaysNothing() {
    BEGAN.requireSame(BEGAN, warnings::add);
    assertThat(warnings).isEmpty();
  }

  @Test
  void otherAddressIsSaidWithoutNamingEither() {
    BEGAN.requireSame(
        new SourcePlace("http://renamed:8481", BEGAN.path(), BEGAN.flavour()), warnings::add);
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("another address")
        .doesNotContain("renamed", "vm:");
  }

  @Test
  void otherTenantAndOtherKindOfServerAreRefused() {
    refused(new SourcePlace(BEGAN.origin(), "/select/7/prometheus", "cluster"), "/select/7/");
    refused(new SourcePlace(BEGAN.origin(), BEGAN.path(), "vmauth"), "vmauth");
  }

  @Test
  void kindThatCanNotBeToldRefusesNobody() {
    BEGAN.requireSame(new SourcePlace(BEGAN.origin(), BEGAN.path(), "unknown"), warnings::add);
    assertThat(warnings).isEmpty();
  }

  private void refused(SourcePlace now, String why) {
    assertThatThrownBy(() -> BEGAN.requireSame(now, warnings::add))
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
              assertThat(e.field()).hasValue("connection");
            })
        .hasMessageContaining(why);
  }
}
