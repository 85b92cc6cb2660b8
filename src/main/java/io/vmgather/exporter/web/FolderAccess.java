package io.vmgather.exporter.web;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Network;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Who may look at folders. On a person's own machine only programs that run there: the access token
 * lets others export, and not look around on the disk. A shared server shows everybody the folders
 * in its staging root, and no more.
 */
final class FolderAccess {
  private FolderAccess() {}

  /**
   * Judged by the socket's peer: anybody can write a header.
   *
   * @param shared whether many people use this server
   */
  static boolean given(boolean shared, HttpServletRequest request) {
    return shared || isLoopback(request.getRemoteAddr());
  }

  /**
   * @throws GatherException FORBIDDEN
   */
  static void require(boolean shared, HttpServletRequest request) {
    if (!given(shared, request)) {
      throw new GatherException(
              ErrorCode.FORBIDDEN, "Folders are shown on the machine itself and nowhere else")
          .hint(
              "Give staging_dir as a text, or open the page on the machine that vmgather runs on.");
    }
  }

  private static boolean isLoopback(String peer) {
    // An IPv6 address may name its interface, ::1%lo, and stand in brackets.
    String address = peer == null ? "" : peer.replaceFirst("%[^]]*", "");
    return Network.read(address).filter(one -> one.first().isLoopbackAddress()).isPresent();
  }
}
