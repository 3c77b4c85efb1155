import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { HashRouter } from "react-router";
import { App } from "./App";
import { LanguageProvider } from "./i18n";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/overview.css";
import "./styles/list.css";
import "./styles/talk.css";
import "./styles/reading.css";
import "./styles/curve.css";
import "./styles/side.css";
import "./styles/foresight.css";
import "./styles/warnings.css";
import "./styles/figures.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <HashRouter>
        <App />
      </HashRouter>
    </LanguageProvider>
  </StrictMode>,
);
