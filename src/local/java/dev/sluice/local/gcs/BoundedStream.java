package dev.sluice.local.gcs;

import java.io.IOException;
import java.io.InputStream;

/** A stream that ends at each delimiter, and goes on behind it when told to; in constant memory. */
final class BoundedStream extends InputStream {
    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[64 * 1024];
    private int from;
    private int to;
    private int safeTo;
    private boolean atEnd;

    BoundedStream(InputStream in, byte[] delimiter) {
        this.in = in;
        this.delimiter = delimiter;
    }

    /** Steps over the delimiter it stands at; false when that was the closing one, with two dashes. */
    boolean nextPart() throws IOException {
        from += delimiter.length;
        safeTo = from;
        fill(2);
        boolean closing = to - from >= 2 && buffer[from] == '-' && buffer[from + 1] == '-';
        if (!closing) {
            Multipart.line(this);
        }
        return !closing;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int safe = safe();
        if (safe == 0) {
            return -1;
        }
        int n = Math.min(safe, length);
        System.arraycopy(buffer, from, target, offset, n);
        from += n;
        return n;
    }

    /** How many bytes from here on are certainly content; 0 at a delimiter. */
    private int safe() throws IOException {
        while (safeTo <= from) {
            safeTo = delimiterFrom(from);
            if (safeTo == from && to - from >= delimiter.length) {
                return 0;
            }
            if (safeTo > from) {
                break;
            }
            fill(delimiter.length);
            if (atEnd && to - from < delimiter.length) {
                throw Refusal.invalid("The multipart body ends before its closing boundary");
            }
        }
        return safeTo - from;
    }

    /** The first place where the delimiter is, or could begin at the end of what was read. */
    private int delimiterFrom(int start) {
        for (int i = start; i < to; i++) {
            if (buffer[i] == delimiter[0] && matchesAt(i)) {
                return i;
            }
        }
        return to;
    }

    private boolean matchesAt(int at) {
        for (int i = 0; i < delimiter.length && at + i < to; i++) {
            if (buffer[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private void fill(int wanted) throws IOException {
        if (buffer.length - from < wanted || from == to) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            safeTo = 0;
            from = 0;
        }
        while (to - from < wanted && !atEnd) {
            int n = in.read(buffer, to, buffer.length - to);
            atEnd = n < 0;
            to += Math.max(n, 0);
        }
    }
}
