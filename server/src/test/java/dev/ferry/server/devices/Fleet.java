package dev.ferry.server.devices;

import dev.ferry.protocol.v1.AllOthers;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchDevices;
import dev.ferry.protocol.v1.LogOut;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.Platform;
import dev.ferry.protocol.v1.RefreshToken;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Tokens;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Three nodes in this JVM on one Redis, and what phones say to them. */
final class Fleet implements AutoCloseable {
  private final EmbeddedRedis redis;
  private final List<OneNode> nodes = new ArrayList<>();

  Fleet(Path folder, Map<String, String> settings) {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    try {
      for (int i = 0; i < 3; i++) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("redis.url", redis.uri().toString());
        all.put("redis.durability", "memory");
        all.put("node.id", "n" + i);
        nodes.add(OneNode.start(folder.resolve("data"), all));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  String redisUrl() {
    return redis.uri().toString();
  }

  OneNode node(int index) {
    return nodes.get(index % nodes.size());
  }

  Tokens tokens() {
    return node(0).tokens();
  }

  /** A token that was issued after every logout so far, if its issuer's clock is to be believed. */
  String laterToken(String user) {
    return tokens().with("iat", Date.from(Instant.now().plusSeconds(5))).token(user);
  }

  RawClient connect(int index) {
    return RawClient.tcp(node(index).tcp());
  }

  /** A live session of that class. */
  RawClient login(int index, String user, String device, Platform platform) {
    RawClient client = connect(index);
    ClientFrame.Builder login = login(tokens().token(user), device, platform);
    if (!client.call(login).hasLoggedIn()) {
      client.close();
      throw new AssertionError("no login of " + device);
    }
    return client;
  }

  static ClientFrame.Builder login(String token, String device, Platform platform) {
    Login.Builder login =
        RawClient.loginFrame(token, device).getLogin().toBuilder()
            .setPlatform(platform)
            .setDeviceName("a " + device);
    return ClientFrame.newBuilder().setLogin(login);
  }

  static ClientFrame.Builder logOut(String device) {
    return ClientFrame.newBuilder().setLogOut(LogOut.newBuilder().setDevice(device));
  }

  static ClientFrame.Builder logOutOthers() {
    return ClientFrame.newBuilder()
        .setLogOut(LogOut.newBuilder().setOthers(AllOthers.getDefaultInstance()));
  }

  static ClientFrame.Builder devices() {
    return ClientFrame.newBuilder().setFetchDevices(FetchDevices.getDefaultInstance());
  }

  static ClientFrame.Builder refresh(String token) {
    return ClientFrame.newBuilder().setRefreshToken(RefreshToken.newBuilder().setToken(token));
  }

  @Override
  public void close() {
    nodes.forEach(OneNode::close);
    redis.close();
  }
}
