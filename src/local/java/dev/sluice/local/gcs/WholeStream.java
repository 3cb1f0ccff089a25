package dev.sluice.local.gcs;

import java.io.IOException;
import java.io.InputStream;

/**
 * A body that fails when the connection ends before its announced length, so that half an upload is no object. Only ever
 * reads from the JDK's stream, whose {@code skip} forgets to count.
 */
final class WholeStream extends InputStream {
    private final InputStream in;
    private long left;

    /** @param length 0 when it is not announced, as with chunks, which have an end of their own */
    WholeStream(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n;
        try {
            n = in.read(target, offset, length);
        } catch (IOException e) {
            throw new SenderGone(e.getMessage());
        }
        if (n < 0 && left > 0) {
            throw new SenderGone("the connection ended " + left + " bytes before the end of the body");
        }
        left -= Math.max(n, 0);
        return n;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
