package dev.sluice.local.gcs;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A body whose connection ends after some bytes, as a fault wants it. */
record CutBody(Response.Body whole, long most) implements Response.Body {
    @Override
    public long length() {
        return whole.length();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        whole.writeTo(new FilterOutputStream(out) {
            private long left = most;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                int some = (int) Math.min(length, left);
                out.write(bytes, offset, some);
                left -= some;
                if (some < length) {
                    out.flush();
                    throw new IOException("a fault cut the connection after " + most + " bytes");
                }
            }
        });
    }

    @Override
    public void close() throws IOException {
        whole.close();
    }
}
