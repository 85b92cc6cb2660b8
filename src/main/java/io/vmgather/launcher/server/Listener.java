package io.vmgather.launcher.server;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;

/**
 * The bound socket; whoever takes its channel closes it.
 *
 * @param address that was asked for, looked up
 * @param port that was got
 * @param fallback why it is not the port that was asked for; empty when it is
 */
record Listener(ServerSocketChannel channel, InetSocketAddress address, int port, String fallback) {
  private static final int BACKLOG = 128;

  /**
   * Binds the address, or a free port of the same host when the port can't be had.
   *
   * @throws GatherException INVALID_INPUT when the host can't be bound at all
   */
  static Listener bind(BindAddress wanted) {
    InetSocketAddress address = wanted.resolve();
    try {
      return listener(open(address), address, "");
    } catch (BindException taken) {
      try {
        ServerSocketChannel free = open(new InetSocketAddress(address.getAddress(), 0));
        String reason = "port " + address.getPort() + " can't be had: " + taken.getMessage();
        return listener(free, address, reason);
      } catch (IOException e) {
        throw unbound(wanted, taken);
      }
    } catch (IOException | UnresolvedAddressException e) {
      throw unbound(wanted, e);
    }
  }

  private static ServerSocketChannel open(InetSocketAddress address) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.socket().setReuseAddress(true);
      channel.bind(address, BACKLOG);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Listener listener(
      ServerSocketChannel channel, InetSocketAddress address, String fallback) {
    return new Listener(channel, address, channel.socket().getLocalPort(), fallback);
  }

  private static GatherException unbound(BindAddress wanted, Exception e) {
    return new GatherException(
            ErrorCode.INVALID_INPUT,
            "nothing can listen on " + wanted.host() + ":" + wanted.port() + ": " + e.getMessage(),
            e)
        .hint("Name an address of this machine with -addr.")
        .at("addr");
  }

  /** Whether only programs of this machine can reach it. */
  boolean isLocal() {
    return address.getAddress().isLoopbackAddress();
  }

  /** The address for a browser on this machine, with a slash at its end. */
  String url() {
    InetAddress bound = address.getAddress();
    String host = bound.isAnyLocalAddress() ? "localhost" : address.getHostString();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/";
  }
}
