package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final ObjectMapper PLAIN = new ObjectMapper();
  private static final ObjectMapper SNAKE =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
  private static final String WIRE =
      """
      {"url":"http://vm:8428","api_base_path":"/select/1011/prometheus","tenant_id":"1011",
       "is_multitenant":true,"full_api_url":"http://vm:8428/select/1011/prometheus",
       "auth":{"type":"header","username":"u","password":"p","token":"t",
               "header_name":"X-Key","header_value":"v",
               "oauth2":{"token_url":"https://sso/t","client_id":"i","client_secret":"s","scope":"m"}},
       "skip_tls_verify":true,"tls":{"client_certificate":"c","client_key":"k","client_pkcs12":"",
       "client_password":"w","ca":"a"},"debug":true}""";

  @Test
  void everyFieldOfTheWireArrivesAndLeavesUnderItsName() throws Exception {
    for (ObjectMapper mapper : List.of(PLAIN, SNAKE)) {
      Connection read = mapper.readValue(WIRE, Connection.class);
      assertThat(read.isMultitenant()).isTrue();
      assertThat(read.auth().headerName()).isEqualTo("X-Key");
      JsonNode written = mapper.valueToTree(read);
      assertThat(written).isEqualTo(mapper.readTree(WIRE));
    }
  }

  @Test
  void unknownAndMissingFieldsDoNoHarm() throws Exception {
    Connection read =
        SNAKE.readValue("{\"url\":\" vm \",\"new\":1,\"auth\":{\"x\":2}}", Connection.class);
    assertThat(read).isEqualTo(Connection.to("vm"));
  }

  @Test
  void noSecretLeavesByTextOrByTheFormWithoutSecrets() {
    Connection connection =
        new Connection(
            "https://canary-a:canary-b@c@vm/x?key=canary-c",
            "",
            "7",
            false,
            "canary-a:canary-b@vm/x",
            Auth.bearer("canary-d"),
            true,
            new Certificates("canary-e", "canary-f", "canary-g", "canary-h", "canary-i"),
            false);
    assertThat(connection.toString())
        .isEqualTo("Connection[https://vm/x tenant 7 any certificate Auth[bearer]]");
    assertThat(SNAKE.valueToTree(connection.withoutSecrets()).toString())
        .doesNotContain("canary")
        .contains("\"url\":\"https://vm/x\"", "\"full_api_url\":\"vm/x\"", "\"token\":\"\"");
    List<String> names = new ArrayList<>();
    SNAKE.valueToTree(connection).fieldNames().forEachRemaining(names::add);
    assertThat(names).hasSize(9);
  }

  @Test
  void passwordsWithAnySignAreTakenOutOfAddresses() {
    for (String password : List.of("canary", "can/ary", "can?ary", "can#ary", "can@ary")) {
      for (String scheme : List.of("", "http://", "http:/", "htpp://")) {
        assertThat(Redaction.withoutUserInfo(scheme + "u:" + password + "@vm:1/x"))
            .isEqualTo(scheme + "vm:1/x");
      }
    }
  }
}
