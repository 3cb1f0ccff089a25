package dev.sluice.local.gcs;

import java.io.IOException;
import java.io.InputStream;

/** A body whose connection ends after some bytes, as a fault wants it. */
final class CutStream extends InputStream {
    private final InputStream in;
    private long left;

    CutStream(InputStream in, long most) {
        this.in = in;
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            throw new SenderGone("a fault cut the connection here");
        }
        int n = in.read(target, offset, (int) Math.min(length, left));
        left -= Math.max(n, 0);
        return n;
    }
}
