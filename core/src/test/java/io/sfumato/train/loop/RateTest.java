package io.sfumato.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {
    private long now;

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void imagesOfEarlierProcessesDoNotCount() {
        Rate rate = new Rate(1000, () -> now);
        pass(Duration.ofSeconds(10));
        assertThat(rate.at(1050)).isEqualTo(5);
    }

    @Test
    void whatIsLongPastDoesNotCount() {
        Rate rate = new Rate(0, () -> now);
        long images = 0;
        for (int minute = 0; minute < 60; minute++) {
            pass(Duration.ofMinutes(1));
            images += 60;
            assertThat(rate.at(images)).isEqualTo(1);
        }
        pass(Duration.ofMinutes(1));
        assertThat(rate.at(images + 600)).as("half of the window is faster").isEqualTo(5.5);
        pass(Duration.ofMinutes(1));
        assertThat(rate.at(images + 1200)).isEqualTo(10);
    }

    @Test
    void betweenRareStepsTheLastOneCounts() {
        Rate rate = new Rate(0, () -> now);
        pass(Duration.ofHours(1));
        rate.at(3600);
        pass(Duration.ofHours(1));
        assertThat(rate.at(3600 + 7200)).isEqualTo(2);
    }
}
