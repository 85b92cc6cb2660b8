package io.vmgather.common.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Address;
import io.vmgather.common.vm.Connection;
import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code POST api/address}: how a pasted address is read. */
@Path("address")
@Dependent
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AddressResource {
  /**
   * What is to be read.
   *
   * @param connection required: with the address
   */
  public record Request(Connection connection) {}

  /**
   * How an address was read.
   *
   * @param ok whether it can be read
   * @param scheme empty when it names none
   * @param host name or address of the server
   * @param port 0 when it names none
   * @param tenant that it names; empty for none
   * @param subPath that stands before the API's own paths
   * @param basePaths that will be tried, in order
   * @param signInInUrl whether it holds {@code user:password@}
   * @param cleanedUrl it without them
   * @param error what is wrong with it; null when it can be read
   * @param hint what to do; null when there is nothing to advise
   * @param field the part of the connection that is wrong; null when none is
   */
  public record AddressReading(
      boolean ok,
      String scheme,
      String host,
      int port,
      String tenant,
      String subPath,
      List<String> basePaths,
      boolean signInInUrl,
      String cleanedUrl,
      String error,
      String hint,
      String field) {
    static AddressReading of(Address address, Connection connection) {
      return new AddressReading(
          true,
          address.scheme(),
          address.host(),
          Math.max(address.port(), 0),
          address.tenant(),
          address.subPath(),
          address.basePaths(),
          !address.auth().anonymous() && connection.auth().anonymous(),
          connection.withoutSecrets().url(),
          null,
          null,
          null);
    }

    static AddressReading failed(GatherException failure) {
      return new AddressReading(
          false,
          "",
          "",
          0,
          "",
          "",
          List.of(),
          false,
          "",
          failure.getMessage(),
          failure.hint().orElse(null),
          failure.field().orElse(null));
    }
  }

  /**
   * Says how an address is read, without asking anybody.
   *
   * @throws GatherException INVALID_INPUT without a connection
   */
  @POST
  public AddressReading address(Request request) {
    Connection connection = Body.required(request.connection(), "connection");
    try {
      return AddressReading.of(Address.read(connection), connection);
    } catch (GatherException failure) {
      if (failure.code() != ErrorCode.INVALID_INPUT) {
        throw failure;
      }
      return AddressReading.failed(failure);
    }
  }
}
