package dev.sluice.local.oidc;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Signs the OpenID Connect tokens that Google's services send with their pushes and events (source:
 * cloud.google.com/pubsub/docs/authenticate-push-subscriptions#jwt_format), with a key of this machine's. Who checks them needs our keys,
 * {@link #jwks()}, in the place of Google's; all else is as Google's.
 */
public final class TokenSigner {
    /** Who signs, as Google's tokens say. */
    public static final String ISSUER = "https://accounts.google.com";

    private static final Duration LIFE = Duration.ofHours(1);
    private static final BigInteger ID_DIGITS = BigInteger.TEN.pow(20);

    private final SigningKey key;
    private final InstantSource clock;

    private TokenSigner(SigningKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /**
     * Signs with the key in a folder, which is made there at the first need; it may be shared.
     *
     * @param folder that of the local cloud's data; the key is in {@code .sluice/oidc} below it, readable by its owner only
     * @param clock the time that the checking programs have: rather the machine's than a local cloud's that was moved
     */
    public static TokenSigner of(Path folder, InstantSource clock) {
        return new TokenSigner(
                new SigningKey(folder.resolve(".sluice").resolve("oidc").resolve("key.json")), clock);
    }

    /**
     * A token for an hour.
     *
     * @param email of the service account that calls
     * @param audience what the receiver expects to be called
     */
    public String token(String email, String audience) {
        Instant now = clock.instant();
        JwtClaims claims = new JwtClaims();
        claims.setAudience(audience);
        claims.setClaim("azp", accountId(email));
        claims.setClaim("email", email);
        claims.setClaim("email_verified", true);
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(LIFE).getEpochSecond()));
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setIssuer(ISSUER);
        claims.setSubject(accountId(email));
        return signed(claims);
    }

    /** The JSON Web Key Set with which the tokens can be checked; it holds nothing private. */
    public String jwks() {
        return new JsonWebKeySet(key.get()).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    private String signed(JwtClaims claims) {
        RsaJsonWebKey with = key.get();
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        token.setKeyIdHeaderValue(with.getKeyId());
        token.setHeader("typ", "JWT");
        token.setKey(with.getPrivateKey());
        token.setPayload(claims.toJson());
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("a token could not be signed", e);
        }
    }

    /** 21 digits that belong to the account, as Google's accounts have; always the same ones for an email. */
    private static String accountId(String email) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(email.getBytes(StandardCharsets.UTF_8));
            return ID_DIGITS.add(new BigInteger(1, hash).mod(ID_DIGITS)).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
