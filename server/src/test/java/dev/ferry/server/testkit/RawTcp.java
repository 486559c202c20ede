package dev.ferry.server.testkit;

import com.google.protobuf.CodedOutputStream;
import dev.ferry.protocol.v1.ServerFrame;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import javax.net.SocketFactory;

/** Varint-delimited frames over a socket, plain or TLS. */
final class RawTcp implements RawWire {
  private final Socket socket;

  RawTcp(SocketFactory sockets, String host, int port, RawInbox inbox) {
    try {
      socket = sockets.createSocket(host, port);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(host + ":" + port, e);
    }
    Thread reader = new Thread(() -> read(inbox), "raw-tcp-reader");
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public void sendFrame(byte[] frame) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(frame.length + 5);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeByteArrayNoTag(frame);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sendBytes(bytes.toByteArray());
  }

  @Override
  public void sendBytes(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void sendPart(byte[] bytes, boolean last) {
    throw new UnsupportedOperationException("TCP has no messages");
  }

  @Override
  public void sendText(String text) {
    throw new UnsupportedOperationException("TCP has no text messages");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(RawInbox inbox) {
    try {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      ServerFrame frame = ServerFrame.parseDelimitedFrom(in);
      while (frame != null) {
        inbox.put(frame);
        frame = ServerFrame.parseDelimitedFrom(in);
      }
      inbox.closed(new RawClient.Closed(true, 0, "end of stream"));
    } catch (IOException e) {
      inbox.closed(new RawClient.Closed(false, 0, e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
