package dev.sluice.proof;

/** What lies between an instance of the service and the outside: every call of a port goes through it. */
interface Wire {
    /** Nothing ever happens on it. */
    Wire SOUND = new Wire() {
        @Override
        public <T> T pass(Call<T> call) {
            return call.make().get();
        }
    };

    /** Makes the call, or lets happen to it what happens to calls. */
    <T> T pass(Call<T> call);
}
