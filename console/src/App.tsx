/** The console: look and language around everything, and which page stands at which address. */
import { ConfigProvider } from "antd";
import en from "antd/locale/en_US";
import zh from "antd/locale/zh_CN";
import { Suspense, useMemo } from "react";
import { Navigate, Route, Routes } from "react-router";
import { Frame } from "./frame/Frame";
import { MissingPage } from "./frame/MissingPage";
import { PAGES } from "./frame/pages";
import { MeProvider } from "./frame/useMe";
import { useWords } from "./i18n";
import { STILL, useMedia } from "./shared/useMedia";

export function App() {
  const { language } = useWords();
  const still = useMedia(STILL);
  const theme = useMemo(
    () => ({
      token: {
        colorPrimary: "#0f5c5c", colorInfo: "#0f5c5c", colorLink: "#0f5c5c", colorTextPlaceholder: "#6b7673", borderRadius: 5,
        fontSize: 13, motion: !still, fontFamily: "inherit",
      },
    }),
    [still],
  );
  return (
    <ConfigProvider locale={language === "zh" ? zh : en} theme={theme} button={{ autoInsertSpace: false }}>
      <MeProvider>
        <Routes>
          <Route element={<Frame />}>
            <Route index element={<Navigate to="/live" replace />} />
            {PAGES.flatMap(({ paths, page: Page }) =>
              paths.map((path) => (
                <Route key={path} path={path} element={<Suspense fallback={null}><Page /></Suspense>} />
              )),
            )}
            <Route path="*" element={<MissingPage />} />
          </Route>
        </Routes>
      </MeProvider>
    </ConfigProvider>
  );
}
