package dev.sluice.local.gcs;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of known length that fails when the connection ends before it, so that half an upload is no object. */
final class WholeStream extends FilterInputStream {
    private long left;

    WholeStream(InputStream in, long length) {
        super(in);
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = in.read(target, offset, length);
        if (n < 0 && left > 0) {
            throw new EOFException("the connection ended " + left + " bytes before the end of the body");
        }
        left -= Math.max(n, 0);
        return n;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = in.skip(wanted);
        left -= skipped;
        return skipped;
    }
}
