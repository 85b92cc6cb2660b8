package io.vmgather.common.identity;

import io.vmgather.common.vm.Network;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** The proxies whose headers about the user and the host count. */
public record Proxies(List<Network> trusted) {
  /** Judged by the socket's peer: anybody can write a header. */
  public boolean sent(HttpServletRequest request) {
    String peer = request.getRemoteAddr();
    // An IPv6 address may name its interface: fe80::1%eth0.
    int zone = peer == null ? -1 : peer.indexOf('%');
    return peer != null
        && Network.read(zone < 0 ? peer : peer.substring(0, zone))
            .filter(alone -> trusted.stream().anyMatch(net -> net.contains(alone.first())))
            .isPresent();
  }
}
