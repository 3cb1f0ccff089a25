package dev.sluice.callback;

import java.util.function.Supplier;

/** Posts callbacks over a wire on which a test decides what happens. */
public final class WiredPoster implements Poster {
    /** What lies between. */
    @FunctionalInterface
    public interface Between {
        /**
         * @param make posts it
         * @param lost what is seen where it was posted and the answer is lost
         */
        Object pass(Supplier<Object> make, Supplier<Object> lost);
    }

    private final Poster receiver;
    private final Between between;

    private WiredPoster(Poster receiver, Between between) {
        this.receiver = receiver;
        this.between = between;
    }

    /** The port's name, for who puts an instance together. */
    public static Class<?> port() {
        return Poster.class;
    }

    /**
     * A poster, which is the room's own.
     *
     * @param receiver another one
     */
    public static Object over(Object receiver, Between between) {
        return new WiredPoster((Poster) receiver, between);
    }

    @Override
    public Answer post(Post post) {
        return (Answer) between.pass(() -> receiver.post(post), () -> Answer.silent("the answer was lost"));
    }
}
