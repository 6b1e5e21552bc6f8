"""A real browser without a window, that talks to nobody but the addresses it is sent to."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE = 10  # seconds for a page
QUIET = (
    "headless",
    "no-sandbox",
    "disable-gpu",
    "disable-dev-shm-usage",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Browser:
    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        self.driver.get(url)

    def field(self, label: str) -> WebElement:
        """The field that a person reading the page would take for it."""
        return self.driver.find_element(By.XPATH, f"//input[@id=//label[normalize-space()='{label}']/@for]")

    def press(self, name: str) -> None:
        button = self.driver.find_element(By.XPATH, f"//*[self::button or self::a][normalize-space()='{name}']")
        button.click()

    def wait_for(self, text: str) -> None:
        """Until the page shows it; while one page makes way for another, neither can be read."""
        WebDriverWait(self.driver, PATIENCE, ignored_exceptions=[WebDriverException]).until(lambda _: text in self.text)

    def wait_at(self, url: str) -> str:
        WebDriverWait(self.driver, PATIENCE).until(lambda driver: driver.current_url.startswith(url))
        return self.driver.current_url

    @property
    def text(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "body").text

    @property
    def complaints(self) -> list[str]:
        """What the browser has to say of the pages: of what their policy kept them from, say."""
        said = [line["message"] for line in self.driver.get_log("browser")]
        return [message for message in said if "favicon" not in message and not message.startswith("chrome://")]


@contextmanager
def chromium(profile: Path, *more: str) -> Generator[Browser]:
    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for word in (*QUIET, f"user-data-dir={profile}", *more):
        options.add_argument(f"--{word}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options, ChromeService("/usr/bin/chromedriver"))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
